/** How devices fail, and the limits that nothing may cross. */
package org.insitu.driver.device;
