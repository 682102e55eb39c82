/** Bars and tabs of the window. On the screen's thread; nothing here waits. */
package org.insitu.gui.view;
