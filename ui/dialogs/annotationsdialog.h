#pragma once

#include "ui/models/annotationmodel.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace ui
{

class NoticeLine;
class StatePage;

/// What is noted on a folder, or on the server: each annotation with what it says, to be written anew, added
/// and removed. What is changed is shown and asked for at once by the model; what the server refuses is shown
/// as it was, with its reason. Text that was typed and not saved is saved on leaving it.
class AnnotationsDialog : public QDialog
{
    Q_OBJECT
public:
    /// Takes the model. `name` is what the folder or the account is called.
    AnnotationsDialog(AnnotationModel *model, const QString &name, QWidget *parent = nullptr);

    AnnotationModel *model() const { return m_model; }
    void done(int result) override;

Q_SIGNALS:
    /// A change made here is to be taken back.
    void undoWanted(quint64 operation);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *buildContent();
    void buildEditor(QWidget *page);
    void connectModel();
    void showState();
    void showPage();
    void showCurrent();
    void showButtons();
    void chosen();
    void save();
    void write(const QByteArray &entry, const QString &text);
    /// Says what became of the change in m_said.
    void sayChange();
    QString changeWords(bool waits) const;
    void add();
    void removeCurrent();
    QByteArray currentEntry() const;
    bool ofServer() const { return m_model->folder().isEmpty(); }

    AnnotationModel *m_model;
    QStackedWidget *m_pages = nullptr;
    StatePage *m_state = nullptr;
    QTreeView *m_tree = nullptr;
    QLabel *m_name = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_revert = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_remove = nullptr;
    QPushButton *m_refresh = nullptr;
    QLabel *m_note = nullptr;
    NoticeLine *m_notice = nullptr;
    QByteArray m_shown; ///< the entry in the editor
    bool m_filling = false;
    struct {
        quint64 operation = 0;
        QByteArray entry;
        bool gone = false;
        QString words;
    } m_said;
};

} // namespace ui
