@NullMarked
package io.understudy.demo.server;

import org.jspecify.annotations.NullMarked;
