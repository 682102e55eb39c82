/** Chip layouts from YAML files. Stateless, for any thread. */
package org.insitu.driver.layout;
