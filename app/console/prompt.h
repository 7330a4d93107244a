#pragma once

#include "app/console/completion.h"

#include <QFuture>
#include <QObject>
#include <functional>
#include <memory>
#include <optional>

namespace app
{

/// Where a person types: a line at a time, while the event loop runs.
class Prompt : public QObject
{
    Q_OBJECT
public:
    using Completer = std::function<Completion(const QByteArray &lineToCursor)>;
    using QObject::QObject;

    /// Asks; nullopt when the person leaves. One question at a time.
    virtual QFuture<std::optional<QByteArray>> ask(const QString &prompt) = 0;
    /// Text above the question, or simply text where none is asked. Ends with a line end.
    virtual void say(const QString &text) = 0;
    /// Another prompt for the question that is being asked: the folder has changed.
    virtual void setPrompt(const QString &prompt) = 0;
    /// Forgets what was typed and asks again (Ctrl-C).
    virtual void startAgain() = 0;
    /// Ends the question with nullopt.
    virtual void stop() = 0;
    /// The terminal has another size, or was somebody else's for a while.
    virtual void redraw() = 0;
    virtual void setCompleter(Completer) {}
};

/// With editing, history and completion where standard input and output are a terminal and this program was
/// built with libedit, else plain lines. `historyFile`: where typed lines are kept.
std::unique_ptr<Prompt> makePrompt(const QString &historyFile);
/// Why a terminal has no editing here; empty if it has.
QString whyNoEditing();
/// Columns of the terminal on standard output; 0 where it is none.
int terminalWidth();

} // namespace app
