// What was observed: an N x D table of numbers, a weight per row, a known component for some rows,
// and cells that are missing (NaN).
//
// Data is a view: the values stay where they are and must outlive it, unless they were copied in or
// handed over with an owner. Weights and labels are always held by Data itself. A const Data may be
// read from several threads at once.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace varimix {

/// A label that says nothing: the component of the row is to be inferred.
inline constexpr std::int32_t kLatent = -1;

/// A run of consecutive rows, feature-major: what a family's score and accumulate functions are
/// given.
struct Block {
  /// Where the same numbers lie in the data: (n, d) at `at` + n row_step + d column_step.
  struct Cells {
    const void* at = nullptr;
    bool single = false;  ///< floats, else doubles
    std::ptrdiff_t row_step = 0, column_step = 0;
  };

  std::size_t first_row = 0;             ///< index of the block's first row in the data
  std::size_t rows = 0;                  ///< n
  std::size_t columns = 0;               ///< D
  const double* values = nullptr;        ///< column d starts at values + d * stride; NaN is missing
  std::size_t stride = 0;                ///< distance between two columns, in doubles
  Cells cells = {};                      ///< all that a pass is given which reads cells
  bool complete = true;                  ///< no cell of the whole data set is missing
  const double* weights = nullptr;       ///< [n], or null when every row weighs 1
  const std::int32_t* labels = nullptr;  ///< [n], or null when every row is latent

  const double* column(std::size_t d) const { return values + d * stride; }
};

class Data {
 public:
  enum class Element { float64, float32 };

  /// Where the values lie: element (n, d) is base[n * row_stride + d * column_stride]. `owner`,
  /// when not null, keeps the memory alive (a mapped file, say).
  struct Layout {
    const void* base = nullptr;
    Element element = Element::float64;
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::ptrdiff_t row_stride = 1;
    std::ptrdiff_t column_stride = 0;
    std::shared_ptr<const void> owner;
  };

  explicit Data(Layout layout);

  /// A view of an Eigen object with direct access (a matrix, a block, a map), of any storage order;
  /// no copy.
  template <typename Derived>
  static Data view(const Eigen::DenseBase<Derived>& values) {
    static_assert(std::is_same_v<typename Derived::Scalar, double> ||
                      std::is_same_v<typename Derived::Scalar, float>,
                  "varimix::Data::view: values must be double or float; use Data::copy for others");
    static_assert((Derived::Flags & Eigen::DirectAccessBit) != 0,
                  "varimix::Data::view: an expression has no memory of its own; use Data::copy");
    const auto& v = values.derived();
    constexpr bool row_major = (Derived::Flags & Eigen::RowMajorBit) != 0;
    return Data(Layout{
        v.data(),
        std::is_same_v<typename Derived::Scalar, float> ? Element::float32 : Element::float64,
        static_cast<std::size_t>(v.rows()),
        static_cast<std::size_t>(v.cols()),
        row_major ? v.outerStride() : v.innerStride(),
        row_major ? v.innerStride() : v.outerStride(),
        {}});
  }
  /// A temporary would be gone before the first fit.
  template <typename Derived>
  static Data view(const Eigen::PlainObjectBase<Derived>&& values) = delete;

  /// A view of one column of numbers.
  static Data view(std::span<const double> values);
  static Data view(const std::vector<double>&& values) = delete;  // a temporary, as above

  /// Owns a copy of any Eigen expression.
  template <typename Derived>
  static Data copy(const Eigen::DenseBase<Derived>& values) {
    std::vector<double> column_major(static_cast<std::size_t>(values.size()));
    Eigen::Map<Eigen::MatrixXd>(column_major.data(), values.rows(), values.cols()) =
        values.derived().template cast<double>();
    return own(std::move(column_major), static_cast<std::size_t>(values.rows()),
               static_cast<std::size_t>(values.cols()));
  }
  /// Owns `values`, column-major, rows x columns.
  static Data own(std::vector<double> values, std::size_t rows, std::size_t columns);

  /// The same rows with a weight each. Throws std::invalid_argument unless there is one finite,
  /// non-negative number per row and their sum is positive and finite. Weight 0 means: the row is
  /// absent.
  Data with_weights(std::vector<double> weights) const;
  /// The same rows with a component index (0 ... K-1) each, or kLatent where it is unknown.
  Data with_labels(std::vector<std::int32_t> labels) const;
  /// The same values under these column names, one per column (default x1 ... xD).
  Data with_names(std::vector<std::string> names) const;

  std::size_t rows() const { return layout_.rows; }
  std::size_t columns() const { return layout_.columns; }
  /// What the values are kept as, wherever they lie.
  Element element() const { return layout_.element; }
  const std::vector<std::string>& names() const { return names_; }
  /// Empty when every row weighs 1.
  const std::vector<double>& weights() const { return weights_; }
  /// Empty when no row has a known component.
  const std::vector<std::int32_t>& labels() const { return labels_; }

  double value(std::size_t row, std::size_t column) const;
  double weight(std::size_t row) const { return weights_.empty() ? 1.0 : weights_[row]; }
  std::int32_t label(std::size_t row) const { return labels_.empty() ? kLatent : labels_[row]; }

  /// Rows first ... first + count - 1, feature-major. Points into the data where it can, else fills
  /// `scratch`.
  Block block(std::size_t first, std::size_t count, std::vector<double>& scratch) const;
  /// The same without `values` where those would have to be copied from rows or columns that lie
  /// together.
  Block cells(std::size_t first, std::size_t count, std::vector<double>& scratch) const;
  /// The memory of these rows' values where it is one piece, or nothing.
  std::span<const std::byte> piece(std::size_t first, std::size_t count) const;

 private:
  Block outline(std::size_t first, std::size_t count) const;

  Layout layout_;
  std::vector<std::string> names_;
  std::vector<double> weights_;
  std::vector<std::int32_t> labels_;
};

/// What one look at the whole data set tells; weighted. A row of weight 0, or with no observed cell
/// and no label, is absent from all of it.
struct Summary {
  struct Column {
    double weight = 0;  ///< sum of the weights of the observed cells
    double mean = 0;
    double variance = 0;  ///< divides by weight - 1; 0 where weight <= 1
    /// The column's own squared scale, for floors, frames and starts: the variance; below a weight
    /// of 2 (weights that sum to 1, say) squared deviations divided by the weight.
    double spread = 0;
    double minimum = 0;
    double maximum = 0;
  };
  std::vector<Column> columns;  ///< [D]
  /// [D x D] of the columns, for families that look at them together; empty where nobody asked.
  /// The identity with missing cells, with fewer rows than columns, and where it is singular to
  /// rounding (a Cholesky pivot below 1e-14 D).
  std::vector<double> correlation;
  std::size_t rows = 0;     ///< rows that take part
  double total_weight = 0;  ///< sum of their weights
  bool complete = true;     ///< no missing cell
  bool weighted = false;    ///< some row's weight is not 1, or some row is set aside
};

/// Throws std::invalid_argument naming row and column when a cell is infinite.
Summary summarize(const Data& data, bool with_correlation = false);

}  // namespace varimix
