#ifndef TESTS_DOCS_REFERENCE_PAGE_H_
#define TESTS_DOCS_REFERENCE_PAGE_H_

#include <string>

namespace barrage {

// docs/reference.md: every command and option, in Markdown, from the program's own tables.
std::string ReferencePage();

}  // namespace barrage

#endif  // TESTS_DOCS_REFERENCE_PAGE_H_
