#pragma once

#include "types/quota.h"

#include <QWidget>
#include <optional>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QPushButton;

namespace ui
{

/// The limits of one quota root, to be edited. Knows which of them a person touched, so that the others can
/// be sent as the server has them by then.
class QuotaLimits : public QWidget
{
    Q_OBJECT
public:
    explicit QuotaLimits(QWidget *parent = nullptr);

    /// Begins with what is there; `resources` can be limited, too.
    void edit(const QByteArray &root, const QList<imap::Quota> &quotas, const QList<QByteArray> &resources);
    QByteArray root() const { return m_root; }
    /// What the person wants, over the `present` limits of the root where nothing was touched.
    QList<imap::QuotaLimit> limits(const QList<imap::Quota> &present) const;

    /// Why nothing can be sent now; empty: it can.
    void setReason(const QString &reason);

Q_SIGNALS:
    void applied();
    void cancelled();

private:
    struct Row {
        QByteArray resource;
        quint64 usage = 0;
        std::optional<quint64> before; ///< nullopt: no limit
        QDoubleSpinBox *amount = nullptr;
        QComboBox *unit = nullptr; ///< of storage only
        QCheckBox *none = nullptr;
        QLabel *words = nullptr;
        double firstAmount = 0;
        int firstUnit = 0;
    };
    void addRow(const QByteArray &resource, quint64 usage, std::optional<quint64> limit);
    static std::optional<quint64> wanted(const Row &row);
    static bool isTouched(const Row &row);
    void refresh();

    QByteArray m_root;
    QList<Row> m_rows;
    QString m_reason;
    QLabel *m_title;
    QWidget *m_form = nullptr;
    QPushButton *m_apply;
    QPushButton *m_cancel;
};

} // namespace ui
