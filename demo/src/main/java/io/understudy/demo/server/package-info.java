/**
 * The sample pipeline server that the demo protects: for the demo alone, on loopback, without a
 * login.
 */
@NullMarked
package io.understudy.demo.server;

import org.jspecify.annotations.NullMarked;
