/**
 * How registrations become the pseudonymous registry: FHIR Bundles and tables are read by an allow-list, so that what
 * identifies a person is dropped by construction and only its presence is reported; then one word about a subject is
 * laid on all that was said before, whatever the order in which the words come. Pure but for the reading of files.
 */
package io.assayhub.registry;
