// An agent that dials the coordinator on 127.0.0.1:PORT, sends nothing, and makes no record of request 7: a program
// whose records do not add up.    forgetful_agent PORT
#include <cstdlib>
#include <iostream>

#include "tests/fakes/fake_agent.h"

int main(int argc, char** argv) {
  const int port = argc == 2 ? std::atoi(argv[1]) : 0;
  if (port <= 0) {
    std::cerr << "forgetful_agent PORT\n";
    return 2;
  }
  barrage::FakeAgent agent(port, {.id = "forgetful", .run = {.forgets = 7}});
  while (!agent.AwaitClosed()) {
  }
  return 0;
}
