/** A client that writes numbered rows and finds out what was lost. */
@NullMarked
package io.understudy.demo.client;

import org.jspecify.annotations.NullMarked;
