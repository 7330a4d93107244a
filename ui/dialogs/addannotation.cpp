#include "ui/dialogs/addannotation.h"

#include "ui/dialogs/formfield.h"
#include "ui/support/buttonbox.h"
#include "ui/support/metrics.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace ui
{

AddAnnotation::AddAnnotation(bool ofServer, Problem problem, QWidget *parent)
    : QDialog(parent)
    , m_problem(std::move(problem))
    , m_name(new QComboBox(this))
    , m_nameField(new FormField(m_name, this))
    , m_private(new QRadioButton(tr("Only &me"), this))
    , m_shared(new QRadioButton(tr("&Everybody"), this))
    , m_text(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("addAnnotation"));
    setWindowTitle(tr("New Annotation"));
    m_name->addItems(usualAnnotations(ofServer));
    m_private->setChecked(true);
    // What is there already is no proposal. Nobody's words are for everybody before that was chosen.
    const bool proposed = m_problem(entry()).isEmpty();
    if (!proposed)
        m_name->setCurrentIndex(-1);
    build();
    const auto edited = [this] { check(false); };
    connect(m_name, &QComboBox::editTextChanged, this, edited);
    connect(m_shared, &QRadioButton::toggled, this, edited);
    connect(m_text, &QPlainTextEdit::textChanged, this, edited);
    check(false);
    if (proposed)
        m_text->setFocus();
    else
        m_name->setFocus();
}

void AddAnnotation::build()
{
    m_name->setObjectName(QStringLiteral("annotationName"));
    m_name->setEditable(true);
    m_name->setInsertPolicy(QComboBox::NoInsert);
    m_name->lineEdit()->setMaxLength(200);
    m_private->setObjectName(QStringLiteral("onlyMe"));
    m_shared->setObjectName(QStringLiteral("everybody"));
    m_shared->setToolTip(tr("All who may open the folder; not every server lets one write this"));
    m_text->setObjectName(QStringLiteral("annotationText"));
    m_text->setAccessibleName(tr("What it says"));
    m_text->setTabChangesFocus(true);
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setHorizontalSpacing(2 * gap);
    form->setVerticalSpacing(gap);
    addFormRow(form, tr("&What:"), m_nameField);
    auto *audience = new QHBoxLayout;
    audience->setSpacing(2 * gap);
    audience->addWidget(m_private);
    audience->addWidget(m_shared);
    audience->addStretch(1);
    form->addRow(tr("Seen by:"), audience);
    form->addRow(tr("&Says:"), m_text);
    auto *buttons = new ButtonBox(QDialogButtonBox::Cancel, this);
    m_add = buttons->addButton(tr("&Add"), QDialogButtonBox::AcceptRole);
    m_add->setObjectName(QStringLiteral("add"));
    m_add->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &AddAnnotation::tryAccept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    column->setSpacing(2 * gap);
    column->addLayout(form, 1);
    column->addWidget(buttons);
    resize(440, 300);
}

QByteArray AddAnnotation::entry() const
{
    return annotationEntry(m_name->currentText(),
                           m_shared->isChecked() ? AnnotationAudience::Shared : AnnotationAudience::Private);
}

QByteArray AddAnnotation::value() const
{
    return m_text->toPlainText().toUtf8();
}

void AddAnnotation::check(bool pressed)
{
    const QByteArray named = entry();
    // A whole entry says itself whom it is for.
    const bool typedWhole = named == m_name->currentText().trimmed().toUtf8() && !named.isEmpty();
    m_private->setEnabled(!typedWhole);
    m_shared->setEnabled(!typedWhole);
    const QString problem = m_problem(named);
    const bool early = !pressed && m_name->currentText().trimmed().isEmpty();
    m_nameField->setHint(QString::fromUtf8(named));
    m_nameField->setProblem(early ? QString() : problem);
    m_add->setEnabled(problem.isEmpty() && !m_text->document()->isEmpty());
    m_add->setToolTip(m_text->document()->isEmpty() ? tr("An annotation that says nothing is none.")
                                                    : problem);
}

void AddAnnotation::tryAccept()
{
    check(true);
    if (m_add->isEnabled())
        accept();
}

} // namespace ui
