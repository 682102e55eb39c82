/**
 * View models: what the window shows and what it can ask for, without a single control.
 *
 * <p>The chip thread of {@link org.insitu.gui.model.Laboratory} is the only one that touches a
 * bench, but for the safe state. It publishes immutable snapshots; the screen takes the latest one
 * when it draws.
 */
package org.insitu.gui.model;
