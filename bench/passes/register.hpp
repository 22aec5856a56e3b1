// Each file of benchmarks names what it has to run.
#pragma once

namespace varimix::bench {

void register_passes();
void register_updates();
void register_readers();

}  // namespace varimix::bench
