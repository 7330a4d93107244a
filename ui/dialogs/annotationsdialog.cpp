#include "ui/dialogs/annotationsdialog.h"

#include "ui/dialogs/addannotation.h"
#include "ui/models/annotationwords.h"
#include "ui/support/buttonbox.h"
#include "ui/support/buttonkey.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/support/turnpage.h"
#include "ui/views/noticeline.h"
#include "ui/views/statepage.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace ui
{

using Phase = AnnotationModel::Phase;

namespace
{

class AiryRows : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index).grownBy({0, grid, 0, grid});
    }
};

} // namespace

AnnotationsDialog::AnnotationsDialog(AnnotationModel *model, const QString &name, QWidget *parent)
    : QDialog(parent)
    , m_model(model)
{
    model->setParent(this);
    setObjectName(QStringLiteral("annotationsDialog"));
    setWindowTitle(ofServer() ? tr("Annotations of the Server of %1").arg(name)
                              : tr("Annotations of “%1”").arg(name));
    auto *words = new QLabel(ofServer() ? tr("Notes that the server keeps on itself. Those for you alone are "
                                             "seen by your mail programs.")
                                        : tr("Notes that the server keeps with the folder. Those for "
                                             "everybody are seen by all who may open it."),
                             this);
    words->setWordWrap(true);
    words->setForegroundRole(QPalette::PlaceholderText);
    m_pages = new QStackedWidget(this);
    m_state = new StatePage(m_pages);
    m_pages->addWidget(m_state);
    m_pages->addWidget(buildContent());
    m_note = new QLabel(this);
    m_note->setObjectName(QStringLiteral("annotationsNote"));
    m_note->setWordWrap(true);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_notice = new NoticeLine(this);
    auto *buttons = new ButtonBox(QDialogButtonBox::Close, this);
    const auto button = [this, buttons](const QString &text, const QString &iconName, const char *named) {
        QPushButton *made = buttons->addButton(text, QDialogButtonBox::ActionRole);
        made->setIcon(icon(iconName, QPalette::ButtonText));
        made->setObjectName(QLatin1String(named));
        made->setAutoDefault(false);
        return made;
    };
    m_add = button(tr("&Add…"), QStringLiteral("list-add"), "addNote");
    m_remove = button(tr("Re&move"), QStringLiteral("list-remove"), "removeNote");
    m_refresh = button(tr("&Refresh"), QStringLiteral("view-refresh"), "refreshNotes");
    addKey(m_refresh, QKeySequence::Refresh);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(m_add, &QPushButton::clicked, this, &AnnotationsDialog::add);
    connect(m_remove, &QPushButton::clicked, this, &AnnotationsDialog::removeCurrent);
    connect(m_refresh, &QPushButton::clicked, this, [this] {
        if (m_notice->undoes() == 0)
            m_notice->clear(); // what went wrong before says nothing of what is shown now
        m_model->refresh();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    column->setSpacing(gap + grid);
    column->addWidget(words);
    column->addWidget(m_pages, 1);
    column->addWidget(m_note);
    column->addWidget(m_notice);
    column->addWidget(buttons);
    connectModel();
    resize(640, 460);
    showState();
}

QWidget *AnnotationsDialog::buildContent()
{
    auto *page = new QSplitter(Qt::Vertical, m_pages);
    page->setChildrenCollapsible(false);
    m_tree = new QTreeView(page);
    m_tree->setObjectName(QStringLiteral("annotations"));
    m_tree->setAccessibleName(tr("Annotations"));
    m_tree->setModel(m_model);
    auto *removal = new QShortcut(QKeySequence::Delete, m_tree, this, &AnnotationsDialog::removeCurrent);
    removal->setContext(Qt::WidgetShortcut); // in the text it is a character that goes
    m_tree->setItemDelegate(new AiryRows(m_tree));
    m_tree->setRootIsDecorated(false);
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->setSectionsMovable(false);
    m_tree->header()->resizeSection(AnnotationModel::Title, 240);
    m_tree->header()->resizeSection(AnnotationModel::Audience, 130);
    auto *under = new QWidget(page);
    buildEditor(under);
    page->addWidget(m_tree);
    page->addWidget(under);
    page->setStretchFactor(0, 3);
    page->setStretchFactor(1, 2);
    return page;
}

void AnnotationsDialog::buildEditor(QWidget *page)
{
    m_name = new QLabel(page);
    m_name->setObjectName(QStringLiteral("entry"));
    m_name->setTextFormat(Qt::PlainText);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_name->setForegroundRole(QPalette::PlaceholderText);
    m_name->setWordWrap(true);
    m_text = new QPlainTextEdit(page);
    m_text->setObjectName(QStringLiteral("says"));
    m_text->setAccessibleName(tr("What it says"));
    m_text->setTabChangesFocus(true);
    m_save = new QPushButton(tr("&Save"), page);
    m_save->setObjectName(QStringLiteral("saveNote"));
    addKey(m_save, QKeySequence(Qt::CTRL | Qt::Key_Return));
    m_revert = new QPushButton(tr("Re&vert"), page);
    m_revert->setObjectName(QStringLiteral("revertNote"));
    auto *row = new QHBoxLayout;
    row->setSpacing(gap);
    row->addWidget(m_name, 1);
    for (QPushButton *button : {m_revert, m_save}) {
        button->setAutoDefault(false);
        row->addWidget(button, 0, Qt::AlignTop);
    }
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, gap, 0, 0);
    column->setSpacing(gap);
    column->addWidget(m_text, 1);
    column->addLayout(row);
    connect(m_text, &QPlainTextEdit::textChanged, this, &AnnotationsDialog::showButtons);
    connect(m_save, &QPushButton::clicked, this, &AnnotationsDialog::save);
    connect(m_revert, &QPushButton::clicked, this, [this] {
        m_shown.clear();
        showCurrent();
    });
}

void AnnotationsDialog::connectModel()
{
    connect(m_model, &AnnotationModel::stateChanged, this, &AnnotationsDialog::showState);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &AnnotationsDialog::showCurrent);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &AnnotationsDialog::chosen);
    connect(m_model, &AnnotationModel::entered, this, [this](quint64 operation, const QByteArray &entry) {
        m_said = {operation, entry, m_model->rowOf(entry) < 0, {}};
        sayChange();
    });
    connect(m_model, &AnnotationModel::takenBack, this, [this](quint64 operation) {
        if (m_said.operation != operation)
            return;
        m_notice->say(tr("Taken back: %1").arg(changeWords(false)));
        m_said = {};
    });
    connect(m_model, &AnnotationModel::refused, this, [this](const QByteArray &entry, const QString &words) {
        const QString said = m_model->rowOf(entry) < 0 ? tr("“%1” was not added. %2") // it never was there
                                                       : tr("“%1” stays as it was. %2");
        m_notice->complain(said.arg(annotationTitle(entry), words));
    });
    connect(m_notice, &NoticeLine::undoWanted, this, &AnnotationsDialog::undoWanted);
    connect(m_state, &StatePage::acted, this, [this] {
        if (m_model->phase() == Phase::Ready)
            add();
        else
            m_model->refresh();
    });
}

QByteArray AnnotationsDialog::currentEntry() const
{
    const QModelIndex index = m_tree->currentIndex();
    return index.isValid() ? m_model->entryAt(index.row()) : QByteArray();
}

void AnnotationsDialog::showState()
{
    showPage();
    // What was said of a change may no longer be so: the connection went or came.
    if (m_said.operation != 0 && m_notice->words() == m_said.words)
        sayChange();
    const bool ready = m_model->phase() == Phase::Ready;
    QStringList notes;
    if (ready && !m_model->isOnline())
        notes << tr("No connection. What you change is sent when there is one again.");
    if (ready && m_model->leftOut())
        notes << tr("Not shown: values of %1 and less that are too long to be read.")
                     .arg(sizeText(*m_model->leftOut()));
    m_note->setText(notes.join(QLatin1Char(' ')));
    m_note->setVisible(!notes.isEmpty());
    m_add->setVisible(ready);
    m_remove->setVisible(ready);
    m_refresh->setVisible(ready);
    m_refresh->setEnabled(m_model->isOnline());
    if (m_pages->currentIndex() == 1)
        chooseSomeRow(m_tree);
    m_tree->viewport()->update(); // whether something waits is said in rows
    showCurrent();
}

void AnnotationsDialog::showPage()
{
    const bool content = m_model->phase() == Phase::Ready && m_model->rowCount() > 0;
    turnPage(m_pages, content ? 1 : 0, content ? m_tree : nullptr);
    switch (m_model->phase()) {
    case Phase::Asking:
        m_state->setWords({{}, tr("Asking the server …"), {}, {}, {}});
        break;
    case Phase::Offline:
        m_state->setWords({QStringLiteral("network-offline"), tr("No connection"),
                           tr("Annotations are asked of the server, which cannot be reached now. They are "
                              "shown here as soon as it can."),
                           m_model->problem(), tr("&Try Again")});
        break;
    case Phase::NotOffered:
        m_state->setWords({QStringLiteral("network-server"),
                           tr("This server keeps no annotations"),
                           tr("It does not offer what that takes (the extension METADATA of IMAP)."),
                           {},
                           {}});
        break;
    case Phase::Failed:
        m_state->setWords({QStringLiteral("dialog-warning"),
                           tr("The server does not tell what is noted"),
                           m_model->problem(),
                           {},
                           tr("&Try Again")});
        break;
    case Phase::Ready:
        if (!content)
            m_state->setWords({QStringLiteral("configure"),
                               tr("Nothing is noted"),
                               ofServer() ? tr("A comment can say what this account is for.")
                                          : tr("A comment can say what the folder is for."),
                               {},
                               tr("Add a C&omment…")});
        break;
    }
}

/// Another row: what was typed for the one before is not lost. Rows may be going just now, so it waits its
/// turn.
void AnnotationsDialog::chosen()
{
    if (m_text->document()->isModified() && !m_shown.isEmpty())
        QMetaObject::invokeMethod(
            this, [this, entry = m_shown, text = m_text->toPlainText()] { write(entry, text); },
            Qt::QueuedConnection);
    m_text->document()->setModified(false);
    m_shown.clear();
    showCurrent();
}

/// The editor shows the current row, unless a person is writing in it.
void AnnotationsDialog::showCurrent()
{
    const QByteArray entry = currentEntry();
    if (m_filling || (entry == m_shown && m_text->document()->isModified())) {
        showButtons();
        return;
    }
    m_filling = true;
    const QByteArray value = m_model->valueAt(m_tree->currentIndex().row());
    const std::optional<QString> text = annotationText(value);
    const QString words = text ? *text : annotationPreview(value);
    // The cursor stays where a person has it, also behind a save.
    if (entry != m_shown || m_text->toPlainText() != words)
        m_text->setPlainText(words);
    m_shown = entry;
    m_text->setReadOnly(entry.isEmpty() || !text);
    m_text->document()->setModified(false);
    m_name->setText(QString::fromUtf8(entry));
    m_filling = false;
    showButtons();
}

void AnnotationsDialog::showButtons()
{
    if (m_filling)
        return;
    const bool modified = m_text->document()->isModified() && !m_shown.isEmpty();
    m_save->setEnabled(modified);
    m_save->setToolTip(m_text->isReadOnly() ? tr("It is no text; it can be removed, but not written here.")
                                            : QString());
    m_revert->setEnabled(modified);
    m_remove->setEnabled(!currentEntry().isEmpty() && m_pages->currentIndex() == 1);
}

void AnnotationsDialog::save()
{
    if (m_shown.isEmpty() || !m_text->document()->isModified())
        return;
    m_text->document()->setModified(false);
    write(m_shown, m_text->toPlainText());
    showButtons();
}

/// Nothing left is nothing noted.
void AnnotationsDialog::write(const QByteArray &entry, const QString &text)
{
    const QByteArray value = text.toUtf8();
    m_model->change(entry, value.isEmpty() ? std::nullopt : std::optional(value));
}

void AnnotationsDialog::sayChange()
{
    m_said.words = changeWords(!m_model->isOnline() && m_model->isUnderWay(m_said.entry));
    m_notice->say(m_said.words, m_said.operation);
}

QString AnnotationsDialog::changeWords(bool waits) const
{
    QString words;
    if (waits)
        words = m_said.gone ? tr("“%1” will be removed when there is a connection again.")
                            : tr("“%1” will be written when there is a connection again.");
    else
        words = m_said.gone ? tr("“%1” was removed.") : tr("“%1” was written.");
    return words.arg(annotationTitle(m_said.entry));
}

void AnnotationsDialog::add()
{
    auto *dialog = new AddAnnotation(
        ofServer(),
        [this](const QByteArray &entry) {
            const QString problem = annotationProblem(entry);
            return problem.isEmpty() && m_model->rowOf(entry) >= 0 ? tr("There is one of this name already.")
                                                                   : problem;
        },
        this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const QByteArray entry = dialog->entry();
        m_model->change(entry, dialog->value());
        m_tree->setCurrentIndex(m_model->index(m_model->rowOf(entry), 0));
        m_tree->setFocus();
    });
    dialog->open();
}

void AnnotationsDialog::removeCurrent()
{
    const QByteArray entry = currentEntry();
    if (entry.isEmpty())
        return;
    m_text->document()->setModified(false);
    m_model->change(entry, std::nullopt);
}

/// Escape gives up what was typed, and closes where there is nothing to give up.
void AnnotationsDialog::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Cancel) && m_revert->isEnabled())
        m_revert->click();
    else
        QDialog::keyPressEvent(event);
}

void AnnotationsDialog::done(int result)
{
    save();
    QDialog::done(result);
}

} // namespace ui
