package io.understudy.node;

import io.understudy.core.decision.NodeState;
import io.understudy.core.model.Moment;
import io.understudy.node.api.NotifyDesk;
import io.understudy.node.config.NotifyConfig;
import io.understudy.node.loop.Onlooker;
import io.understudy.node.notify.Channel;
import io.understudy.node.notify.Letter;
import io.understudy.node.notify.Patience;
import io.understudy.node.notify.Post;
import io.understudy.node.notify.Teller;
import java.util.List;
import java.util.Optional;

/** Whom this node tells; without a word of that in the configuration, nothing is done for it. */
record Notifying(Optional<Post> post, Optional<Teller> teller) {

    static Notifying of(Premises premises, Launcher launcher, Sidelights sidelights) {
        Optional<NotifyConfig> config = premises.config().notices();
        if (config.isEmpty()) {
            return new Notifying(Optional.empty(), Optional.empty());
        }
        Post post =
                new Post(
                        premises.home().root().resolve("notices"),
                        new Post.Recipients(
                                new Letter.Sender(
                                        premises.config().cluster(), premises.self().id().name()),
                                channels(config.get())),
                        launcher.courier(),
                        Patience.USUAL);
        return new Notifying(
                Optional.of(post),
                Optional.of(new Teller(config.get().limits(), sidelights::at, post)));
    }

    Onlooker onlooker() {
        return (_, decision, at) -> teller.ifPresent(one -> one.decided(decision.next(), at));
    }

    Optional<NotifyDesk> desk() {
        return post.map(one -> one);
    }

    /** The node has stopped, and what it tells of that goes out before the daemon ends. */
    void stopped(NodeState state, String why, Moment at) {
        teller.ifPresent(one -> one.stopped(state, why, at));
        post.ifPresent(Post::farewell);
    }

    private static List<Channel> channels(NotifyConfig config) {
        return config.channels().stream()
                .map(one -> new Channel(one.name(), one.least(), one.about(), way(one.way())))
                .toList();
    }

    private static Channel.Way way(NotifyConfig.Way way) {
        return switch (way) {
            case NotifyConfig.Way.Webhook(var url, var secret, var authority) ->
                    new Channel.Webhook(url, secret, authority);
            case NotifyConfig.Way.Email(var relay, var login, var from, var to) ->
                    new Channel.Email(
                            new Channel.Relay(
                                    relay.host(),
                                    relay.port(),
                                    switch (relay.security()) {
                                        case STARTTLS -> Channel.Security.STARTTLS;
                                        case TLS -> Channel.Security.TLS;
                                        case NONE -> Channel.Security.NONE;
                                    },
                                    relay.authority()),
                            login.map(one -> new Channel.Login(one.user(), one.passwordFile())),
                            from,
                            to);
            case NotifyConfig.Way.Command(var command, var timeout) ->
                    new Channel.Command(command, timeout);
        };
    }
}
