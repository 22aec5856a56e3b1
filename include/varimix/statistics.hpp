// What the data say about each component: weighted counts and sums of the family's sufficient
// statistics.
//
// Sums are taken in a frame of each component's own (for Gaussians: centred and scaled by the
// belief that made the pass), so that data far from the origin lose no digits. Statistics in equal
// frames add up: blocks, threads and machines merge them. Not shared while written.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace varimix {

struct Statistics {
  std::size_t components = 0;   ///< K
  std::vector<double> counts;   ///< [K] N_k = sum_n w_n r_nk
  std::vector<double> squares;  ///< [K] sum_n (w_n r_nk)^2, for effective numbers of rows
  std::vector<double> frames;   ///< [K x F] what the sums are relative to; the family's business
  std::vector<double> sums;     ///< [K x S] the family's weighted sums
  double total_weight = 0;      ///< sum_n w_n
  std::size_t reads = 0;        ///< reads of the whole data it took: one more for every new frame
  double evidence = 0;          ///< nats: sum_n w_n log sum_k exp(rho_nk); a labelled row: its term
  double classification = 0;    ///< nats: sum_n w_n max_k rho_nk; a labelled row: its term

  std::span<const double> frame(std::size_t k) const { return part(frames, k); }
  std::span<const double> sum(std::size_t k) const { return part(sums, k); }
  /// (sum r w)^2 / sum (r w)^2: how many rows of equal weight component k rests on.
  double effective_rows(std::size_t k) const {
    return squares[k] > 0 ? counts[k] * counts[k] / squares[k] : 0.0;
  }
  /// Adds the statistics of other rows. Throws std::invalid_argument when the frames differ.
  void merge(const Statistics& other);

 private:
  std::span<const double> part(const std::vector<double>& all, std::size_t k) const {
    const std::size_t size = components == 0 ? 0 : all.size() / components;
    return {all.data() + k * size, size};
  }
};

}  // namespace varimix
