#include "app/console/consoleerror.h"

#include "app/console/bytesjson.h"
#include "types/error.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <cstdio>

namespace app
{

namespace
{

int statusOf(const imap::Error &error)
{
    if (dynamic_cast<const imap::AbortError *>(&error) || dynamic_cast<const imap::ProtocolError *>(&error))
        return ExitNoConnection;
    if (dynamic_cast<const imap::LoginError *>(&error))
        return ExitSignIn;
    if (dynamic_cast<const imap::CapabilityError *>(&error))
        return ExitCapability;
    if (dynamic_cast<const imap::IllegalStateError *>(&error) ||
        dynamic_cast<const imap::LocalError *>(&error))
        return ExitUsage;
    return ExitRefused;
}

/// Why a token was refused, in the words of RFC 7628.
QJsonObject tokenProblemJson(const imap::TokenProblem &problem)
{
    return {{QStringLiteral("status"), problem.status},
            {QStringLiteral("scope"), problem.scope},
            {QStringLiteral("schemes"), problem.schemes},
            {QStringLiteral("openid-configuration"), problem.openIdConfiguration}};
}

} // namespace

QJsonObject errorJson(const std::exception &error)
{
    QJsonObject object;
    const auto *ours = dynamic_cast<const imap::Error *>(&error);
    if (!ours) {
        object[QLatin1String("error")] = QLatin1String("UsageError");
        object[QLatin1String("message")] = QString::fromUtf8(error.what());
        object[QLatin1String("server")] = QString();
        object[QLatin1String("code")] = QString();
        return object;
    }
    object[QLatin1String("error")] = QLatin1String(ours->name());
    object[QLatin1String("message")] = ours->message();
    object[QLatin1String("server")] = bytesJson(ours->serverText());
    object[QLatin1String("code")] = bytesJson(ours->code().name);
    if (!ours->code().arguments.isEmpty())
        object[QLatin1String("code_args")] = tokensJson(ours->code().arguments);
    if (!ours->command().isEmpty())
        object[QLatin1String("command")] = bytesJson(ours->command());
    const auto *login = dynamic_cast<const imap::LoginError *>(&error);
    if (login && login->tokenProblem())
        object[QLatin1String("token")] = tokenProblemJson(*login->tokenProblem());
    if (const auto *criteria = dynamic_cast<const imap::InvalidCriteriaError *>(&error)) {
        if (!criteria->fault().text.isEmpty())
            object[QLatin1String("word")] = criteria->fault().text;
        if (criteria->fault().word >= 0)
            object[QLatin1String("position")] = qint64(criteria->fault().word);
    }
    if (const auto *certificate = dynamic_cast<const imap::CertificateError *>(&error)) {
        QJsonArray problems;
        for (const imap::CertificateProblem &problem : certificate->problems())
            problems.append(problem.text);
        object[QLatin1String("problems")] = problems;
    }
    return object;
}

int exitStatus(const std::exception &error)
{
    const auto *ours = dynamic_cast<const imap::Error *>(&error);
    return ours ? statusOf(*ours) : int(ExitUsage);
}

int reportError(const std::exception &error, const QJsonObject &where)
{
    QJsonObject object = errorJson(error);
    for (auto at = where.begin(); at != where.end(); ++at)
        object[at.key()] = at.value();
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
    return exitStatus(error);
}

} // namespace app
