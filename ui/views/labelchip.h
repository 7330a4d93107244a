#pragma once

#include "ui/models/labels.h"

#include <QWidget>

namespace ui
{

/// A label of a message: its word on its colour.
class LabelChip : public QWidget
{
    Q_OBJECT
public:
    explicit LabelChip(const Label &label, QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Label m_label;
};

} // namespace ui
