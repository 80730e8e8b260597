/**
 * What a node would do if another one were lost now: its own decisions, made ahead of time. It
 * judges nothing by itself.
 */
@NullMarked
package io.understudy.core.foresight;

import org.jspecify.annotations.NullMarked;
