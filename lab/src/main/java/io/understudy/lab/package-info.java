/** Hosts and a network that fail on purpose, made of namespaces of this machine alone. */
@NullMarked
package io.understudy.lab;

import org.jspecify.annotations.NullMarked;
