// The arithmetic inside an E-pass: plain arrays in, plain arrays out, compiled once for every
// instruction set this build knows and chosen when the program runs.
//
// Nothing here is included but the standard's names for numbers: a source compiled for AVX-512 must
// hold no inline function that the linker could lend to the rest of the program.
//
// Rows lie in the lanes of a vector. Columns are feature-major and hold zeros from `rows` up to the
// next whole cache line, so that a loop may run over whole vectors.
//
// T is double, or float where single precision will do: products, and sums within a block, are then
// made in float; logits, responsibilities and what leaves the block are doubles.
#pragma once

#include <cstddef>
#include <cstdint>

namespace varimix::internal {

inline constexpr std::size_t kRowPad = 8;
/// Numbers of T in a cache line: columns apart by an odd number of lines do not share their places
/// in the cache.
template <typename T>
inline constexpr std::size_t kLine = kRowPad * sizeof(double) / sizeof(T);
template <typename T>
constexpr std::size_t padded(std::size_t rows) {
  return (rows + kLine<T> - 1) / kLine<T> * kLine<T>;
}

/// Below this exp is taken to be exactly 0: such a term cannot change a sum that holds a 1.
inline constexpr double kExpUnderflow = -700.0;
/// A squared length above this tells of a row that may overflow: a row of weight 0 may hold
/// anything.
template <typename T>
inline constexpr double kWild = sizeof(T) == sizeof(double) ? 1e280 : 1e30;

template <typename T>
struct Columns {
  T* values = nullptr;     ///< column d starts at values + d * stride
  std::size_t stride = 0;  ///< at least padded<T>(rows)
  std::size_t rows = 0;
  /// Of the same layout, 1 where a cell is observed and 0 where it is missing, and then 0 in
  /// `values` too; null: every cell is observed. Read where columns are independent.
  const T* seen = nullptr;
};

/// Memory that will be read next.
struct Ahead {
  const void* at = nullptr;
  std::size_t bytes = 0;
};

/// Logits rho[k * stride + n], numbers or minus infinity, in place to responsibilities.
struct SoftmaxTask {
  std::size_t components = 0, rows = 0;
  double* logits = nullptr;
  std::size_t stride = 0;
  const double* weights = nullptr;       ///< [rows], or null: 1
  const std::int32_t* labels = nullptr;  ///< [rows], for rows that every component finds impossible
  bool hard = false;                     ///< leaves the logits as they are
  bool weigh = false;                    ///< responsibilities times the row's weight
  double* highest = nullptr;             ///< [rows] out: max_k rho, or null
  double* log_sums = nullptr;            ///< [rows] out: log sum_k exp(rho), or null
  double* counts = nullptr;              ///< [K] += sum_n r, or null
  double* squares = nullptr;             ///< [K] += sum_n r^2
  double* lanes = nullptr;               ///< [K x 2 x kRowPad] scratch for these two
  Ahead ahead[2];                        ///< fetched meanwhile, some with each few rows
};
/// Sums over the rows of a task, by weight.
struct SoftmaxSums {
  double evidence = 0;        ///< sum_n w log sum_k exp(rho)
  double classification = 0;  ///< sum_n w max_k rho
  double total_weight = 0;
};

/// y = U (x - mean) of one component, U lower triangular; x and the mean [D] are seen from a
/// centre. Where U mean is no large number, y = U x - shift with `shift` [D] = U mean saves the
/// subtractions and loses nothing; a `careful` pass makes them.
template <typename T>
struct Whitening {
  std::size_t columns = 0;
  const T* u = nullptr;  ///< from pack_lower
  const T* shift = nullptr;
  const T* mean = nullptr;
  bool careful = false;
};
/// y = U x - shift is off by about eps times the largest shift: this much is allowed, 1e-13.
inline constexpr double kLargestShift = 450;
/// U is cut into strips of this many rows; a strip of J rows from j0 on is stored column by column,
/// [j0 + J][J].
inline constexpr std::size_t kStrip = 4;
/// With so few columns y costs less to compute again than to keep.
inline constexpr std::size_t kFewColumns = 4;

/// Column-wise components: y = u (x - mean), as above. All [D x K], component by component within a
/// column. A missing cell takes its one of the `constants` away from the logit.
template <typename T>
struct Scaling {
  std::size_t columns = 0, components = 0;
  const T* u = nullptr;
  const T* shift = nullptr;
  const T* mean = nullptr;
  bool careful = false;
  const T* constants = nullptr;
};

/// Components that see a row's columns through factors [C x K], component by component within a
/// column.
struct Linear {
  std::size_t columns = 0, components = 0;
  const double* factors = nullptr;
};

/// Numbers as they lie in the data: (n, d) at `at` + n row_step + d column_step, one of the
/// steps 1.
struct CellRows {
  const void* at = nullptr;
  bool single = false;  ///< floats, else doubles
  std::ptrdiff_t row_step = 0, column_step = 0;
  std::size_t rows = 0, columns = 0;
};

/// What reads rows.
template <typename T>
struct RowKernel {
  /// out = (x - centre) factor, padded with zeros.
  void (*centre)(const double* x, std::size_t rows, double centre, double factor, T* out);
  /// The same of all columns of a table; column d goes to out + d * stride.
  void (*centre_cells)(const CellRows& cells, const double* centre, const double* factor, T* out,
                       std::size_t stride);
  /// logits [rows] = constant - |y|^2 / 2; y is kept in `white` unless that is null (few columns).
  /// Returns a bound of all |y|^2 (that of a padded row may be larger).
  double (*score_lower)(const Columns<T>& x, const Whitening<T>&, double constant, T* white,
                        double* logits);
  /// second [D x D, lower] += sum r y y^T, first [D] += sum r y, returns sum r. `from` holds y, or
  /// x where there are few columns and Whitening has a U. `wild`: y counts as 0 where r is.
  /// `scratch`: room for kStrip + 1 columns like those of `from`.
  double (*moments_lower)(const Columns<T>& from, const Whitening<T>&, const double* r, bool wild,
                          T* scratch, double* first, double* second);
  /// logits[k * stride + n] = base[k] - sum_d y^2 / 2 over the cells that are observed, less the
  /// constants of those that are not. Returns the largest sum of squares.
  double (*score_columns)(const Columns<T>& x, const Scaling<T>&, const double* base,
                          double* logits, std::size_t stride);
  /// sums [K x D x 3] += (sum r, sum r y, sum r y^2), over observed cells; y = x where Scaling has
  /// no u. `scratch`: room for K columns like those of x.
  void (*moments_columns)(const Columns<T>& x, const Scaling<T>&, const double* r,
                          std::size_t stride, bool wild, T* scratch, double* sums);
};

struct Kernel {
  const char* name;
  /// exp of a number <= 0, within 1.3 ulp of that of a number within 1.5e-16 |x| of it; exactly 1
  /// at 0, exactly 0 below kExpUnderflow.
  double (*exp_nonpositive)(double x);
  /// log of a number >= 1.
  double (*log_above_one)(double x);
  SoftmaxSums (*softmax)(const SoftmaxTask&);
  /// logits[k * stride + n] = base[n] + sum_c factor x.
  void (*score_linear)(const Columns<double>& x, const Linear&, const double* base, double* logits,
                       std::size_t stride);
  /// sums [K x C] += sum_n r x. The factors are not read.
  void (*moments_linear)(const Columns<double>& x, const Linear&, const double* r,
                         std::size_t stride, double* sums);
  RowKernel<double> rows;
  RowKernel<float> single;
};

/// The fastest this processor runs; the environment variable VARIMIX_SIMD (portable, avx2, avx512),
/// read once, chooses a slower one. An unknown or impossible choice is ignored.
const Kernel& kernel();
/// All that this processor runs, slowest first; null from `count` on.
inline constexpr std::size_t kMostKernels = 3;
struct Kernels {
  const Kernel* each[kMostKernels] = {};
  std::size_t count = 0;
};
Kernels kernels();

/// `lower` [D x D, column-major], strip by strip, as Whitening wants it.
std::size_t packed_lower_size(std::size_t columns);
void pack_lower(const double* lower, std::size_t columns, double* out);
void pack_lower(const double* lower, std::size_t columns, float* out);

// One for each instruction set; null where the build has none of it.
const Kernel* portable_kernel();
const Kernel* avx2_kernel();
const Kernel* avx512_kernel();

}  // namespace varimix::internal
