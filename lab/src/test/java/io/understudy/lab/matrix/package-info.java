/** The fault matrix: what is done to a cluster when, what is expected of it, and what it does. */
@NullMarked
package io.understudy.lab.matrix;

import org.jspecify.annotations.NullMarked;
