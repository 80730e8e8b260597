/** The demo: a sample pipeline server, its workers, and a client that counts rows. */
@NullMarked
package io.understudy.demo;

import org.jspecify.annotations.NullMarked;
