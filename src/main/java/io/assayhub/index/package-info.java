/**
 * The operators' index: what the topics hold, arranged so that a page finds it. One file in SQLite under the hub's data
 * folder, filled by {@link io.assayhub.index.IndexFeeder} from committed records of audit, held, receipts, rejected and
 * subjects. It may be deleted at any time; nothing stands in it alone, and Observations are not stored but fetched from Kafka
 * by {@link io.assayhub.index.RecordSource} when somebody looks at one.
 *
 * <p>{@link io.assayhub.index.HubIndex} opens it and gives the queries, a class for each matter: transfers, rejects, what
 * waits, results, subjects, feeds, actions, the overview. Every query takes the {@link io.assayhub.index.Viewer}: for one
 * who may not see blinded results, those are in no row and no count. Lists come in pages with a cursor, each read by an
 * index of its order, so that the hundred-thousandth row costs what the tenth does.
 */
package io.assayhub.index;
