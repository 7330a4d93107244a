#include "session/errors.h"

namespace imap
{

std::shared_ptr<const AbortError> aborted(AbortError::Reason reason, const QString &message,
                                          const QByteArray &serverText, const ResponseCode &code)
{
    return std::make_shared<const AbortError>(reason, message, QByteArray(), serverText, code);
}

std::exception_ptr exceptionFrom(const std::shared_ptr<const Error> &error)
{
    if (const auto *certificate = dynamic_cast<const CertificateError *>(error.get()))
        return std::make_exception_ptr(*certificate);
    if (const auto *abort = dynamic_cast<const AbortError *>(error.get()))
        return std::make_exception_ptr(*abort);
    if (const auto *protocol = dynamic_cast<const ProtocolError *>(error.get()))
        return std::make_exception_ptr(*protocol);
    return std::make_exception_ptr(*error);
}

std::shared_ptr<const Error> currentError()
{
    try {
        throw;
    } catch (const CertificateError &error) {
        return std::make_shared<const CertificateError>(error);
    } catch (const AbortError &error) {
        return std::make_shared<const AbortError>(error);
    } catch (const LoginError &error) {
        return std::make_shared<const LoginError>(error);
    } catch (const ProtocolError &error) {
        return std::make_shared<const ProtocolError>(error);
    } catch (const CapabilityError &error) {
        return std::make_shared<const CapabilityError>(error);
    } catch (const CommandError &error) {
        return std::make_shared<const CommandError>(error);
    } catch (const CancelledError &error) {
        return std::make_shared<const CancelledError>(error);
    } catch (const LocalError &error) {
        return std::make_shared<const LocalError>(error);
    } catch (const Error &error) {
        return std::make_shared<const Error>(error);
    } catch (const std::exception &error) {
        return std::make_shared<const LocalError>(QString::fromUtf8(error.what()));
    }
}

std::exception_ptr cancelled()
{
    return std::make_exception_ptr(
        CancelledError(QStringLiteral("The command was stopped before it was sent.")));
}

std::exception_ptr unreadable(const Requirements &requirements, const QByteArray &expected)
{
    const QByteArray name(requirements.name.data(), qsizetype(requirements.name.size()));
    return std::make_exception_ptr(
        CommandError(QStringLiteral("The server's answer to %1 cannot be read (expected %2)")
                         .arg(QString::fromLatin1(name), QString::fromUtf8(expected)),
                     name));
}

std::exception_ptr usualError(const Requirements &requirements, const Completion &completion)
{
    const QByteArray name(requirements.name.data(), qsizetype(requirements.name.size()));
    const QString message =
        QStringLiteral("The server answered %1 to %2")
            .arg(completion.status == Completion::Status::No ? QStringLiteral("NO") : QStringLiteral("BAD"),
                 QString::fromLatin1(name));
    if (completion.code.name == "READ-ONLY")
        return std::make_exception_ptr(ReadOnlyError(message, name, completion.text, completion.code));
    return std::make_exception_ptr(CommandError(message, name, completion.text, completion.code));
}

} // namespace imap
