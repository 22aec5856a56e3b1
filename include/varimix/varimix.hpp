// The front door, in the order of the data.
#pragma once

// clang-format off
#include "varimix/data.hpp"
#include "varimix/read.hpp"
#include "varimix/model.hpp"
#include "varimix/family/adapter.hpp"
#include "varimix/statistics.hpp"
#include "varimix/belief.hpp"
#include "varimix/backend.hpp"
#include "varimix/observe.hpp"
#include "varimix/fit.hpp"
#include "varimix/predict.hpp"
#include "varimix/sample.hpp"
#include "varimix/outliers.hpp"
#include "varimix/merge.hpp"
#include "varimix/select.hpp"
#include "varimix/parts.hpp"
#include "varimix/evidence.hpp"
#include "varimix/uncertainty.hpp"
#include "varimix/gibbs.hpp"
#include "varimix/mixture.hpp"
#include "varimix/report.hpp"
#include "varimix/page.hpp"
#include "varimix/version.hpp"
// clang-format on
