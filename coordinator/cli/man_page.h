#ifndef COORDINATOR_CLI_MAN_PAGE_H_
#define COORDINATOR_CLI_MAN_PAGE_H_

#include <string>

namespace barrage {

// The manual page of `barrage`, in the macros of man(7), made from the tables of commands and options.
std::string ManPage();

}  // namespace barrage

#endif  // COORDINATOR_CLI_MAN_PAGE_H_
