package io.understudy.node.notify;

import java.time.Duration;
import java.time.InstantSource;

/** Delivers over the network, in this process. */
public final class NetworkCourier implements Courier {

    private final WebhookCourier webhooks = new WebhookCourier(InstantSource.system());

    @Override
    public Delivery deliver(Channel channel, Letter letter, Duration deadline)
            throws InterruptedException {
        return switch (channel.way()) {
            case Channel.Webhook hook -> webhooks.deliver(hook, letter, deadline);
            case Channel.Email email -> new MailCourier().deliver(email, letter, deadline);
            case Channel.Command _ ->
                    throw new IllegalArgumentException("a command is no matter of the network's");
        };
    }
}
