#include "bench/consumer.h"

#include <libetpan/libetpan.h>

namespace imap::bench
{

namespace
{

struct Stream {
    Consumer::Source source;
    void *context;
};

ssize_t read(mailstream_low *low, void *to, size_t size)
{
    const auto *stream = static_cast<Stream *>(low->data);
    return stream->source(stream->context, static_cast<char *>(to), qsizetype(size));
}

ssize_t write(mailstream_low *, const void *, size_t size)
{
    return ssize_t(size);
}

int done(mailstream_low *)
{
    return 0;
}

int noDescriptor(mailstream_low *)
{
    return -1;
}

void nothing(mailstream_low *) {}

mailstream_low_driver *driver()
{
    static mailstream_low_driver memory{};
    memory.mailstream_read = read;
    memory.mailstream_write = write;
    memory.mailstream_close = done;
    memory.mailstream_get_fd = noDescriptor;
    memory.mailstream_free = nothing;
    memory.mailstream_cancel = nothing;
    return &memory;
}

/// Whether the message has all that was asked for.
bool isMessage(const mailimap_msg_att *message)
{
    int items = 0;
    for (clistiter *at = clist_begin(message->att_list); at; at = clist_next(at)) {
        const auto *item = static_cast<mailimap_msg_att_item *>(clist_content(at));
        if (item->att_type == MAILIMAP_MSG_ATT_ITEM_DYNAMIC)
            ++items;
        else if (item->att_data.att_static->att_type == MAILIMAP_MSG_ATT_ENVELOPE)
            items += item->att_data.att_static->att_data.att_env->env_from ? 1 : 0;
        else
            ++items;
    }
    return items == 6;
}

mailimap_fetch_type *wanted()
{
    mailimap_fetch_type *type = mailimap_fetch_type_new_fetch_att_list_empty();
    for (auto *item : {mailimap_fetch_att_new_uid(), mailimap_fetch_att_new_flags(),
                       mailimap_fetch_att_new_internaldate(), mailimap_fetch_att_new_rfc822_size(),
                       mailimap_fetch_att_new_envelope(), mailimap_fetch_att_new_bodystructure()})
        mailimap_fetch_type_new_fetch_att_list_add(type, item);
    return type;
}

class EtpanConsumer : public Consumer
{
public:
    const char *name() const override { return "libetpan"; }

    int run(Source source, void *context) override
    {
        Stream memory{source, context};
        mailstream *stream = mailstream_new(mailstream_low_new(&memory, driver()), 16 * 1024);
        mailimap *session = mailimap_new(0, nullptr);
        mailimap_connect(session, stream);
        session->imap_state = MAILIMAP_STATE_SELECTED;
        mailimap_set *set = mailimap_set_new_interval(1, 0);
        mailimap_fetch_type *type = wanted();
        int messages = 0;
        clist *result = nullptr;
        while (mailimap_fetch(session, set, type, &result) == MAILIMAP_NO_ERROR) {
            for (clistiter *at = clist_begin(result); at; at = clist_next(at))
                messages += isMessage(static_cast<mailimap_msg_att *>(clist_content(at))) ? 1 : 0;
            mailimap_fetch_list_free(result);
        }
        mailimap_fetch_type_free(type);
        mailimap_set_free(set);
        session->imap_stream = nullptr; // or it would say LOGOUT and wait for the answer
        mailimap_free(session);
        mailstream_close(stream);
        return messages;
    }
};

} // namespace

std::unique_ptr<Consumer> makeEtpan()
{
    return std::make_unique<EtpanConsumer>();
}

} // namespace imap::bench
