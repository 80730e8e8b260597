@NullMarked
package io.understudy.node.config;

import org.jspecify.annotations.NullMarked;
