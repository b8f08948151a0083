/**
 * What people write for the hub: configuration, studies and feeds, read from YAML into immutable records. All problems are
 * reported at once, each with its file, line and path; nothing that is misspelt is passed over.
 */
package io.assayhub.config;
