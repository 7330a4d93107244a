#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace app
{

/// Messages as a list (who, when, what) where there are envelopes, and one below the other where there are
/// texts.
QString messagesText(const QList<QJsonObject> &messages, int width);

/// Rows in columns that line up; the last one is cut at `width`, unless that is 0.
QString columns(const QList<QStringList> &rows, int width);
/// Words in as many columns as fit.
QString wordColumns(const QStringList &words, int width);
/// Text of the outside world in one line, harmless for a terminal.
QString oneLine(const QString &text);

} // namespace app
