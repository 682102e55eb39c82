/**
 * What instruments say: frames, replies, error codes, retries. One client per protocol, on top of a
 * link. A client belongs to one thread at a time; the instruments above do the locking.
 */
package org.insitu.driver.protocol;
