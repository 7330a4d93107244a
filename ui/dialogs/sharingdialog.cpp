#include "ui/dialogs/sharingdialog.h"

#include "ui/dialogs/rightspane.h"
#include "ui/support/buttonbox.h"
#include "ui/support/buttonkey.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/support/turnpage.h"
#include "ui/views/acldelegate.h"
#include "ui/views/noticeline.h"
#include "ui/views/statepage.h"

#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ui
{

using imap::Rights;
using Phase = AclModel::Phase;

SharingDialog::SharingDialog(AclModel *model, const QString &folder, const QString &account, QWidget *parent)
    : QDialog(parent)
    , m_model(model)
    , m_folder(folder)
{
    model->setParent(this);
    setObjectName(QStringLiteral("sharingDialog"));
    setWindowTitle(tr("Sharing of “%1”").arg(folder));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    column->setSpacing(gap);
    buildHead(folder, account);
    m_pages = new QStackedWidget(this);
    m_state = new StatePage(m_pages);
    m_pages->addWidget(m_state);
    m_pages->addWidget(buildPeople());
    column->addWidget(m_pages, 1);
    m_offline = new QLabel(tr("No connection. What you change is sent when there is one again."), this);
    m_offline->setObjectName(QStringLiteral("connectionNote"));
    m_offline->setWordWrap(true);
    m_offline->setForegroundRole(QPalette::PlaceholderText);
    m_offline->hide();
    column->addWidget(m_offline);
    m_notice = new NoticeLine(this);
    connect(m_notice, &NoticeLine::undoWanted, this, &SharingDialog::undoWanted);
    column->addWidget(m_notice);
    auto *buttons = new ButtonBox(QDialogButtonBox::Close, this);
    m_refresh = buttons->addButton(tr("Re&fresh"), QDialogButtonBox::ActionRole);
    m_refresh->setIcon(icon(QStringLiteral("view-refresh"), QPalette::ButtonText));
    m_refresh->setObjectName(QStringLiteral("refreshSharing"));
    m_refresh->setAutoDefault(false);
    addKey(m_refresh, QKeySequence::Refresh);
    connect(m_refresh, &QPushButton::clicked, this, [this] {
        if (m_notice->undoes() == 0)
            m_notice->clear(); // what went wrong before says nothing of what is shown now
        m_model->ask();
    });
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
    m_rights->setTabAfter(m_remove); // both are in this window now
    connectModel();
    resize(760, 600);
    showState();
}

void SharingDialog::buildHead(const QString &folder, const QString &account)
{
    auto *column = static_cast<QVBoxLayout *>(layout());
    const auto label = [this, column](const QString &text, const char *name) {
        auto *made = new QLabel(text, this);
        made->setObjectName(QLatin1String(name));
        made->setTextFormat(Qt::PlainText);
        made->setWordWrap(true);
        made->setTextInteractionFlags(Qt::TextSelectableByMouse);
        column->addWidget(made);
        return made;
    };
    label(folder, "sharedFolder")->setFont(semibold(scaledFont(font(), largeType)));
    QLabel *where = label(tr("in %1").arg(account), "sharedAccount");
    where->setForegroundRole(QPalette::PlaceholderText);
    where->setVisible(!account.isEmpty());
    m_own = label({}, "ownRights");
    m_note = label({}, "sharingNote");
    m_note->setFont(semibold(font()));
}

QWidget *SharingDialog::buildPeople()
{
    auto *page = new QWidget(m_pages);
    m_list = new QListView(page);
    m_list->setObjectName(QStringLiteral("sharedWith"));
    m_list->setAccessibleName(tr("Who may do what; Enter changes it"));
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setModel(m_model);
    m_delegate = new AclDelegate(m_list);
    m_list->setItemDelegate(m_delegate);
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);

    const auto button = [page](const QString &text, const QString &iconName, const char *name) {
        auto *made = new QPushButton(icon(iconName, QPalette::ButtonText), text, page);
        made->setObjectName(QLatin1String(name));
        made->setAutoDefault(false);
        return made;
    };
    m_add = button(tr("&Add…"), QStringLiteral("list-add"), "addPerson");
    m_remove = button(tr("&Remove"), QStringLiteral("list-remove"), "removePerson");
    m_rights = new RightsPane;
    m_scroll = new QScrollArea(page);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_rights);
    m_rights->setBackgroundRole(QPalette::Base);

    connect(m_add, &QPushButton::clicked, this, &SharingDialog::add);
    connect(m_remove, &QPushButton::clicked, this, &SharingDialog::removeCurrent);
    connect(m_rights, &RightsPane::rightsChosen, this, [this](Rights rights) {
        change(m_list->currentIndex().data(AclRole::Identifier).toByteArray(), rights);
    });

    auto *under = new QHBoxLayout;
    under->setSpacing(gap);
    under->addWidget(m_add);
    under->addWidget(m_remove);
    under->addStretch(1);
    auto *left = new QVBoxLayout;
    left->setSpacing(gap);
    left->addWidget(m_list, 1);
    left->addLayout(under);
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gap);
    row->addLayout(left, 5);
    row->addWidget(m_scroll, 4);
    return page;
}

void SharingDialog::connectModel()
{
    connect(m_model, &AclModel::stateChanged, this, &SharingDialog::showState);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &SharingDialog::showEntry);
    connect(m_model, &AclModel::grantableChanged, this, &SharingDialog::showEntry);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &SharingDialog::showEntry);
    connect(m_model, &AclModel::entered, this,
            [this](quint64 operation, const QByteArray &identifier, bool isNew) {
                m_said = {operation, identifier, isNew, m_model->rowOf(identifier) < 0, {}};
                sayChange();
            });
    connect(m_model, &AclModel::takenBack, this, [this](quint64 operation) {
        if (m_said.operation != operation)
            return;
        m_notice->say(tr("Taken back: %1").arg(changeWords(false)));
        m_said = {};
        m_gaveUp = false;
    });
    connect(m_model, &AclModel::madeOtherwise, this, &SharingDialog::sayMadeOtherwise);
    connect(m_model, &AclModel::refused, this, [this](const QByteArray &identifier, const QString &words) {
        m_gaveUp = false;
        const AclWho who = whoIs(identifier, m_model->ownUser());
        m_notice->complain(tr("Not changed: %1. %2").arg(who.name, words));
    });
    connect(m_state, &StatePage::acted, m_model, &AclModel::refresh);
}

void SharingDialog::showState()
{
    showPage();
    showOwn();
    // What was said of a change may no longer be so: the connection went or came.
    if (m_said.operation != 0 && m_notice->words() == m_said.words)
        sayChange();
    const bool can = m_model->canChange();
    m_delegate->setEditable(can);
    m_list->viewport()->update();
    m_add->setVisible(can);
    m_remove->setVisible(can);
    m_refresh->setVisible(m_model->phase() == Phase::Ready);
    m_refresh->setEnabled(m_model->isOnline());
    // Where no check mark can have the keyboard, it moves what does not fit.
    m_scroll->setFocusPolicy(can ? Qt::NoFocus : Qt::StrongFocus);
    if (m_pages->currentIndex() == 1)
        chooseSomeRow(m_list);
    showEntry();
}

void SharingDialog::showPage()
{
    const bool people = m_model->phase() == Phase::Ready && (m_model->rowCount() > 0 || m_model->canChange());
    turnPage(m_pages, people ? 1 : 0, people ? m_list : nullptr);
    switch (m_model->phase()) {
    case Phase::Asking:
        m_state->setWords({{}, tr("Asking the server …"), {}, {}, {}});
        break;
    case Phase::Offline:
        m_state->setWords({QStringLiteral("network-offline"), tr("No connection"),
                           tr("Who may do what is asked of the server, which cannot be reached now. It is "
                              "shown here as soon as it can."),
                           m_model->problem(), tr("&Try Again")});
        break;
    case Phase::NotOffered:
        m_state->setWords({QStringLiteral("network-server"),
                           tr("This server does not share folders"),
                           tr("It does not offer what that takes (the extension ACL of IMAP)."),
                           {},
                           {}});
        break;
    case Phase::Failed:
        if (m_gaveUp) {
            m_notice->clear(); // taking it back takes the right that is gone
            m_state->setWords({QStringLiteral("system-users"),
                               tr("You have no access to this folder any more"),
                               tr("Who has the right a in it can let you in again."),
                               {},
                               tr("&Try Again")});
            break;
        }
        m_state->setWords({QStringLiteral("dialog-warning"),
                           tr("The server does not tell who may do what"),
                           m_model->problem(),
                           {},
                           tr("&Try Again")});
        break;
    case Phase::Ready:
        if (!people)
            m_state->setWords({QStringLiteral("system-users"),
                               tr("Others' rights are not shown to you"),
                               tr("Only who may change them sees what others may do in this folder."),
                               {},
                               {}});
        break;
    }
}

void SharingDialog::showOwn()
{
    const std::optional<Rights> own = m_model->ownRights();
    m_own->setVisible(own.has_value() && m_model->phase() == Phase::Ready);
    if (own)
        m_own->setText(own->isEmpty()
                           ? ownRightsText(*own)
                           : tr("%1 (%2)").arg(ownRightsText(*own), QString::fromLatin1(own->toByteArray())));
    QString note;
    if (m_model->phase() == Phase::Ready && !m_model->canChange()) {
        const QStringList who = m_model->administrators();
        const QString ask =
            who.isEmpty() ? tr("Ask those who run the server.") : tr("Ask %1.").arg(listText(who));
        note = tr("You may not decide who may do what here: right a is missing. %1").arg(ask);
    }
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_offline->setVisible(m_model->canChange() && !m_model->isOnline());
}

void SharingDialog::showEntry()
{
    const QModelIndex index = m_list->currentIndex();
    m_rights->setVisible(index.isValid());
    const AclWho who = m_model->whoAt(index.row());
    const bool fixed = !index.isValid() || who.kind == AclKind::Global;
    m_remove->setEnabled(!fixed);
    m_remove->setToolTip(fixed && index.isValid() ? aclExplanation(who) : QString());
    if (!index.isValid())
        return;
    RightsPane::Entry shown;
    shown.entry = m_model->entryAt(index.row());
    shown.who = who;
    shown.newRights = m_model->newRights();
    if (const imap::GrantableRights *known = m_model->grantable(shown.entry.identifier))
        shown.grantable = *known;
    if (!m_model->canChange())
        shown.locked = tr("You may not decide who may do what here: right a is missing.");
    m_rights->setEntry(shown);
    // Words of check marks do not wrap.
    m_scroll->setMinimumWidth(m_rights->minimumSizeHint().width() +
                              m_scroll->verticalScrollBar()->sizeHint().width() + grid);
    m_model->askGrantable(shown.entry.identifier);
}

} // namespace ui
