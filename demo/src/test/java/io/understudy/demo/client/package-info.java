@NullMarked
package io.understudy.demo.client;

import org.jspecify.annotations.NullMarked;
