/**
 * The window. Draws what the chip thread tells and hands it what the user wants; long work never
 * runs on the screen's thread.
 */
package org.insitu.gui;
