package dev.lifeguard.pool;

/// Makes the parts of a pool, so that a test can put in broken ones and see them found out.
class Parts {
  Backlog backlog() {
    return new Backlog();
  }

  RestartBudget budget(PoolPolicy policy) {
    return new RestartBudget(policy.restart());
  }

  DeathRules rules(PoolPolicy policy) {
    return new DeathRules(policy.times().graceNanos());
  }

  Ladder ladder(Pool pool, PoolPolicy policy) {
    return new Ladder(pool, policy.times().graceNanos());
  }

  Recruiting recruiting(Pool pool, PoolPolicy policy) {
    return new Recruiting(pool, policy, budget(policy));
  }

  Limits limits(Pool pool, PoolPolicy policy) {
    return new Limits(pool, policy);
  }

  Dispatch dispatch(Pool pool, PoolPolicy policy, Limits limits, Recycling recycling) {
    return new Dispatch(pool, policy, limits, recycling);
  }
}
