"""Start the web app: ``streamlit run app.py``."""

from formulator.web.main import main

main()
