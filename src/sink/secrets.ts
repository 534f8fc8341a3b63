/**
 * A text that may quote a statement, without the passwords in it: of roles and user mappings (`PASSWORD 'x'`), and of
 * connection strings (`password=x`, `postgresql://user:x@host`).
 */
export const withoutPasswords = (text: string): string =>
  text
    .replace(/\b(password\s+)[eE]?'(?:[^']|'')*(?:'|$)/gi, "$1'***'")
    .replace(/\b(password\s*=\s*)(?:''(?:[^']|\\')*''|[^\s'&;]+)/gi, '$1***')
    .replace(/(\bpostgres(?:ql)?:\/\/[^\s:@/']*:)[^\s@/']+(?=@)/gi, '$1***');
