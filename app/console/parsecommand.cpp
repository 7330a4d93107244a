#include "app/console/parsecommand.h"

#include "app/console/bytesjson.h"
#include "app/console/responsejson.h"
#include "wire/framer.h"

#include <QJsonDocument>
#include <array>
#include <cerrno>
#include <unistd.h>

namespace app
{

namespace
{

constexpr int exitBroken = 3;

class Printer
{
public:
    Printer(std::FILE *out, bool greeting)
        : m_out(out)
        , m_greeting(greeting)
    {
    }

    void take(const std::variant<imap::wire::Frame, imap::wire::FrameError> &piece)
    {
        if (const auto *frame = std::get_if<imap::wire::Frame>(&piece)) {
            const imap::Response response = imap::parseResponse(frame->bytes);
            if (m_greeting && !isGreeting(response))
                printError(QStringLiteral("the first response is no greeting"), frame->offset, {});
            m_greeting = false;
            print(responseJson(response, frame->bytes, frame->offset));
        } else {
            const auto &error = std::get<imap::wire::FrameError>(piece);
            m_greeting = false;
            printError(error.message, error.offset, error.beginning);
        }
    }

    void incomplete(quint64 offset)
    {
        print({{QStringLiteral("kind"), QStringLiteral("incomplete")},
               {QStringLiteral("offset"), numberJson(offset)}});
    }

    bool flush() { return std::fflush(m_out) == 0 && !std::ferror(m_out); }

private:
    static bool isGreeting(const imap::Response &response)
    {
        const auto *untagged = std::get_if<imap::Untagged>(&response);
        const auto *status = untagged ? std::get_if<imap::StatusResponse>(untagged) : nullptr;
        using Kind = imap::StatusResponse::Kind;
        return status &&
               (status->kind == Kind::Ok || status->kind == Kind::Preauth || status->kind == Kind::Bye);
    }

    void printError(const QString &message, quint64 offset, const QByteArray &beginning)
    {
        print({{QStringLiteral("kind"), QStringLiteral("error")},
               {QStringLiteral("message"), message},
               {QStringLiteral("offset"), numberJson(offset)},
               {QStringLiteral("beginning"), bytesJson(beginning)}});
    }

    void print(const QJsonObject &object)
    {
        QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact);
        line += '\n';
        std::fwrite(line.constData(), 1, size_t(line.size()), m_out);
    }

    std::FILE *m_out;
    bool m_greeting;
};

} // namespace

int runParse(std::FILE *in, std::FILE *out, bool greeting)
{
    imap::wire::Framer framer;
    Printer printer(out, greeting);
    std::array<char, 64 * 1024> buffer;
    quint64 taken = 0;
    for (;;) {
        // Not fread, which waits until the buffer is full: a server may pause between responses.
        const ssize_t size = ::read(::fileno(in), buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0) {
            std::perror("postrider-imap: reading failed");
            return exitBroken;
        }
        if (size == 0)
            break;
        framer.push(QByteArrayView(buffer.data(), size));
        taken += quint64(size);
        while (const auto piece = framer.next())
            printer.take(*piece);
        if (!printer.flush()) {
            std::perror("postrider-imap: writing failed");
            return exitBroken;
        }
    }
    if (framer.midResponse())
        printer.incomplete(taken - quint64(framer.pending()));
    return printer.flush() ? 0 : exitBroken;
}

} // namespace app
