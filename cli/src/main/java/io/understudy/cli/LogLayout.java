package io.understudy.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * One line for each change, for an operator; the libraries only speak up when something is wrong.
 * In Java, since Logback's own configuration language costs an XML parser's memory in each daemon.
 * Public because Logback makes it as a service.
 */
public final class LogLayout extends ContextAwareBase implements Configurator {

    private static final String LINE = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %msg%n";
    private static final String WITHOUT_STACK_TRACE = "%nopex";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger("ROOT").setLevel(Level.WARN);
        context.getLogger("ROOT").addAppender(console(context, LINE + WITHOUT_STACK_TRACE));
        context.getLogger("understudy").setLevel(Level.INFO);
        // Only our own defects show where they come from.
        context.getLogger("io.understudy").setLevel(Level.INFO);
        context.getLogger("io.understudy").setAdditive(false);
        context.getLogger("io.understudy").addAppender(console(context, LINE));
        // A voter that goes is news for ZooKeeper's leader, with a stack trace; the node says it in
        // its own words.
        context.getLogger("org.apache.zookeeper").setLevel(Level.ERROR);
        context.getLogger("org.apache.zookeeper.server.quorum").setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
