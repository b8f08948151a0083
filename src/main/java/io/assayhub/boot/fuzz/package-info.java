/** Sources that nobody would send, read as intake reads them: nothing may escape, hang, or leave the books unbalanced. */
package io.assayhub.boot.fuzz;
