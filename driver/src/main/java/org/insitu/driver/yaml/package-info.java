/**
 * YAML files that people write by hand: every value knows its file and line, so that a mistake is
 * reported where it was made. Immutable, for any thread.
 */
package org.insitu.driver.yaml;
