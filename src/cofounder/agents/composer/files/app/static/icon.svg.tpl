<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="FILL"/><path d="M32 8v16a8 8 0 0 1-8 8H8z" fill="SECOND"/></svg>
