#include "ui/models/annotationwords.h"

#include "ui/support/formatting.h"

#include <QCoreApplication>
#include <QStringDecoder>
#include <algorithm>
#include <tuple>

namespace ui
{

namespace
{

constexpr QByteArrayView privateScope = "/private/";
constexpr QByteArrayView sharedScope = "/shared/";
constexpr qsizetype longestPreview = 200;

QString tr(const char *text)
{
    return QCoreApplication::translate("Annotations", text);
}

/// The registered entries (RFC 5464 §6.2, RFC 6154 §4), and one that servers have of old.
struct Known {
    const char *path;
    const char *title;
    bool folder;
    bool server;
};
constexpr Known known[] = {
    {"comment", QT_TRANSLATE_NOOP("Annotations", "Comment"), true, true},
    {"admin", QT_TRANSLATE_NOOP("Annotations", "Address of who runs the server"), false, true},
    {"motd", QT_TRANSLATE_NOOP("Annotations", "Message of the day"), false, false},
    {"specialuse", QT_TRANSLATE_NOOP("Annotations", "Special use"), false, false},
};

/// What stands behind the audience, in small letters.
QByteArray pathOf(const QByteArray &entry)
{
    const QByteArray lower = entry.toLower();
    for (const QByteArrayView scope : {privateScope, sharedScope}) {
        if (lower.startsWith(scope))
            return lower.mid(scope.size());
    }
    return lower;
}

const Known *find(const QByteArray &path)
{
    const auto *found = std::find_if(std::begin(known), std::end(known),
                                     [&path](const Known &one) { return path == one.path; });
    return found == std::end(known) ? nullptr : found;
}

} // namespace

AnnotationAudience annotationAudience(const QByteArray &entry)
{
    return entry.toLower().startsWith(sharedScope) ? AnnotationAudience::Shared : AnnotationAudience::Private;
}

QString audienceText(AnnotationAudience audience)
{
    return audience == AnnotationAudience::Private ? tr("Only you") : tr("Everybody");
}

QString annotationTitle(const QByteArray &entry)
{
    const QByteArray path = pathOf(entry);
    if (const Known *one = find(path))
        return tr(one->title);
    return QString::fromUtf8(path);
}

QStringList usualAnnotations(bool ofServer)
{
    QStringList titles;
    for (const Known &one : known) {
        if (ofServer ? one.server : one.folder)
            titles << tr(one.title);
    }
    return titles;
}

QByteArray annotationEntry(const QString &typed, AnnotationAudience audience)
{
    QString wanted = typed.trimmed();
    const auto *titled = std::find_if(std::begin(known), std::end(known), [&wanted](const Known &one) {
        return wanted.compare(tr(one.title), Qt::CaseInsensitive) == 0;
    });
    if (titled != std::end(known))
        wanted = QLatin1String(titled->path);
    const QByteArray name = wanted.toUtf8();
    const QByteArray lower = name.toLower();
    if (name.isEmpty() || lower.startsWith(privateScope) || lower.startsWith(sharedScope))
        return name;
    QByteArray entry = (audience == AnnotationAudience::Private ? privateScope : sharedScope).toByteArray();
    return entry + (name.startsWith('/') ? name.mid(1) : name);
}

QString annotationProblem(const QByteArray &entry)
{
    const QByteArray path = pathOf(entry);
    if (path.isEmpty())
        return tr("Give it a name.");
    if (std::any_of(path.begin(), path.end(), [](char c) { return c < 0x20 || c > 0x7e; }))
        return tr("Names of annotations have no letters but those of English, no accents either.");
    if (path.contains('*') || path.contains('%'))
        return tr("Names of annotations have no * and no %.");
    if (path.endsWith('/') || path.contains("//"))
        return tr("Between two / there must be something, and behind the last one, too.");
    if ((path == "vendor" || path.startsWith("vendor/")) && path.count('/') < 2)
        return tr("Behind vendor/ stands whose it is, and its name: vendor/example/note.");
    return {};
}

bool annotationBefore(const QByteArray &entry, const QByteArray &other)
{
    const auto place = [](const QByteArray &one) {
        const QByteArray path = pathOf(one);
        return std::tuple(find(path) == nullptr, path, annotationAudience(one) == AnnotationAudience::Shared);
    };
    return place(entry) < place(other);
}

std::optional<QString> annotationText(const QByteArray &value)
{
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decode(value);
    const bool strange = std::any_of(text.begin(), text.end(), [](QChar c) {
        return c.category() == QChar::Other_Control && c != u'\n' && c != u'\r' && c != u'\t';
    });
    if (decode.hasError() || strange)
        return std::nullopt;
    return text;
}

QString annotationPreview(const QByteArray &value)
{
    const std::optional<QString> text = annotationText(value);
    if (!text)
        return tr("%1 that are no text").arg(sizeText(quint64(value.size())));
    const QString line = text->left(4 * longestPreview).simplified();
    return line.size() > longestPreview ? line.left(longestPreview - 1) + QChar(0x2026) : line;
}

} // namespace ui
