/**
 * Bench files: which instruments serve a chip, over which links, with which limits. Reading one
 * touches no instrument; a mistake is reported with file and line.
 */
package org.insitu.driver.benchfile;
