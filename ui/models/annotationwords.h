#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <optional>

namespace ui
{

// Annotations (RFC 5464) in words; pure functions. Names of entries are as servers have them
// ("/private/comment") and compared without regard to case.

/// Whom an annotation is for.
enum class AnnotationAudience { Private, Shared };

AnnotationAudience annotationAudience(const QByteArray &entry);
/// "Only you", "Everybody".
QString audienceText(AnnotationAudience audience);
/// "Comment"; of those that have no name of their own what stands behind the audience: "vendor/example/note".
QString annotationTitle(const QByteArray &entry);
/// The titles that can be chosen for a new one of a folder, or of the server.
QStringList usualAnnotations(bool ofServer);
/// The entry that a person means by a title, a path or a whole entry.
QByteArray annotationEntry(const QString &typed, AnnotationAudience audience);
/// Why there can be no entry of this name (RFC 5464 §3.1, §3.2); empty: there can.
QString annotationProblem(const QByteArray &entry);
/// Standard ones first, then by path, a person's own before everybody's.
bool annotationBefore(const QByteArray &entry, const QByteArray &other);
/// The value as text; nullopt: it is none.
std::optional<QString> annotationText(const QByteArray &value);
/// The value in one line.
QString annotationPreview(const QByteArray &value);

} // namespace ui
