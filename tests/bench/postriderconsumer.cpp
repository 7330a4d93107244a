#include "bench/consumer.h"
#include "commands/response.h"
#include "wire/framer.h"

#include <array>

namespace imap::bench
{

namespace
{

class PostriderConsumer : public Consumer
{
public:
    const char *name() const override { return "postrider"; }

    int run(Source source, void *context) override
    {
        int messages = 0;
        wire::Framer framer;
        std::array<char, 16 * 1024> buffer; // what TLS gives at once
        while (const qsizetype octets = source(context, buffer.data(), buffer.size())) {
            framer.push(QByteArrayView(buffer.data(), octets));
            while (const auto item = framer.next()) {
                if (const auto *frame = std::get_if<wire::Frame>(&*item))
                    messages += isMessage(parseResponse(frame->bytes)) ? 1 : 0;
            }
        }
        return messages;
    }

private:
    static bool isMessage(const Response &response)
    {
        const auto *untagged = std::get_if<Untagged>(&response);
        const auto *fetch = untagged ? std::get_if<FetchResponse>(untagged) : nullptr;
        return fetch && fetch->uid && fetch->flags && fetch->internalDate && fetch->size && fetch->envelope &&
               !fetch->envelope->from.isEmpty() && fetch->structure && !fetch->structure->type.isEmpty();
    }
};

} // namespace

std::unique_ptr<Consumer> makePostrider()
{
    return std::make_unique<PostriderConsumer>();
}

} // namespace imap::bench
