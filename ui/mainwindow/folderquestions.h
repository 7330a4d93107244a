#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <optional>

class QWidget;

namespace ui
{

/// A folder that is about to be deleted, with what is below it.
struct FolderLoss {
    QString name;
    std::optional<qint64> messages; ///< in it; nullopt: nobody has counted them
    int below = 0;                  ///< folders
    qint64 messagesBelow = 0;       ///< as far as they are counted
    bool comesBack = false;         ///< all of it can be put back by undo
    bool alone = true;              ///< it can be deleted without those below
};

/// What has to be asked before something is done to folders. Answers come by a call, or never.
class FolderQuestions : public QObject
{
    Q_OBJECT
public:
    explicit FolderQuestions(QWidget *window);

    void askDelete(const FolderLoss &loss, const std::function<void(bool withBelow)> &yes);
    /// All messages of a folder, for good.
    void askEmpty(const QString &name, std::optional<qint64> messages, const std::function<void()> &yes);

private:
    QWidget *m_window;
};

} // namespace ui
